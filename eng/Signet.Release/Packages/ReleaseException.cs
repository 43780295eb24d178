namespace Signet.Release.Packages;

/// <summary>What keeps a release from being made; its message is for whoever makes it.</summary>
internal sealed class ReleaseException(string message) : Exception(message);
