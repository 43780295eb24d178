namespace Signet.Auditor.Sequencing;

/// <summary>Who holds a slot after an attempt to fill it.</summary>
internal enum SlotResult
{
    /// <summary>Our octets stand there.</summary>
    Ours,

    /// <summary>Another writer's octets of the same or a smaller epoch stand there: start again from the store.</summary>
    Theirs,

    /// <summary>A writer of a higher epoch has taken over: stop.</summary>
    Superseded,
}
