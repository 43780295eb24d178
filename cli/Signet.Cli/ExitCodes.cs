namespace Signet.Cli;

/// <summary>What a command's exit code means.</summary>
internal static class ExitCodes
{
    /// <summary>Done, and nothing is wrong.</summary>
    public const int Success = 0;

    /// <summary>Something is wrong: with the log, with the demonstration, or with the surroundings.</summary>
    public const int Failure = 1;

    /// <summary>It couldn't be verified, or the command line is wrong.</summary>
    public const int NotVerified = 2;
}
