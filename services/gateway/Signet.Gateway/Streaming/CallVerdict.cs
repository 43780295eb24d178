namespace Signet.Gateway.Streaming;

/// <summary>What became of a complete tool call.</summary>
internal enum CallVerdict
{
    /// <summary>It is recorded and may go out.</summary>
    Release,

    /// <summary>It is recorded and nobody sees it.</summary>
    Withhold,

    /// <summary>The decision couldn't be recorded: nothing more may go out.</summary>
    Unrecorded,
}
