namespace Signet.Cli.Logs;

/// <summary>Something is wrong with a log, and not with how it was asked for: exit code 1.</summary>
internal sealed class LogFaultException(string message) : Exception(message);
