namespace Signet.Ledger.Events;

/// <summary>The greatest lengths of members of an event, in characters, and counts of items. A reader refuses more.</summary>
public static class EventLimits
{
    /// <summary><c>request_id</c>.</summary>
    public const int RequestId = 64;

    /// <summary><c>check</c>, and every check named in <c>coverage</c>.</summary>
    public const int Check = 64;

    /// <summary><c>reason</c>.</summary>
    public const int Reason = 2_048;

    /// <summary><c>owner.id</c>, <c>owner.issuer</c> and every link of the approval chain.</summary>
    public const int Owner = 512;

    /// <summary><c>request.method</c>.</summary>
    public const int Method = 32;

    /// <summary><c>request.path</c>.</summary>
    public const int Path = 1_024;

    /// <summary><c>request.surface</c>, <c>request.source</c>, <c>response.finish_reason</c>.</summary>
    public const int Word = 64;

    /// <summary><c>request.model</c>, <c>request.session</c>, the levels, <c>tool.name</c>, <c>tool.call_id</c>.</summary>
    public const int Name = 256;

    /// <summary><c>tool.tier</c>.</summary>
    public const int Tier = 32;

    /// <summary>Items of <c>coverage</c> and of <c>metadata</c>.</summary>
    public const int Items = 64;

    /// <summary>A metadata name.</summary>
    public const int MetadataName = 64;

    /// <summary>A metadata value.</summary>
    public const int MetadataValue = 2_048;
}
