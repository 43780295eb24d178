namespace Signet.Cli.AllInOne;

/// <summary>What every piece of one answer of the development model repeats.</summary>
/// <param name="Id">The answer's name.</param>
/// <param name="Created">When it began, in seconds since 1970.</param>
internal readonly record struct ModelReplyHead(string Id, long Created);
