namespace Signet.Gateway.Surfaces.Responses;

/// <summary>What an event of a stream does.</summary>
internal enum EventKind
{
    /// <summary>Says something that stands for itself, such as how a call gets on.</summary>
    Note,

    /// <summary>Shows the response as it stands.</summary>
    Snapshot,

    /// <summary>Shows the response as it is; nothing follows.</summary>
    End,

    /// <summary>Says that the upstream failed; nothing follows.</summary>
    Error,

    /// <summary>Begins an item.</summary>
    ItemAdded,

    /// <summary>Says an item again as a whole.</summary>
    ItemDone,

    /// <summary>Begins a part of an item.</summary>
    PartAdded,

    /// <summary>Says a part of an item again as a whole.</summary>
    PartDone,

    /// <summary>Adds to a text, or says it again as a whole.</summary>
    Text,

    /// <summary>Adds to the arguments of a call.</summary>
    Arguments,

    /// <summary>Says the arguments of a call again as a whole.</summary>
    ArgumentsDone,

    /// <summary>Adds to a text inside a call.</summary>
    Detail,

    /// <summary>Says a text inside a call again as a whole.</summary>
    DetailDone,

    /// <summary>Adds to a value whose members read on.</summary>
    Growth,
}
