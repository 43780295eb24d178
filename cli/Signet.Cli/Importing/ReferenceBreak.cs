namespace Signet.Cli.Importing;

/// <summary>A place where a log of the reference implementation isn't what its writer wrote.</summary>
/// <param name="Line">The line in the file, from 1.</param>
/// <param name="Kind"><c>malformed_line</c>, <c>link_mismatch</c>, <c>missing_key_id</c>, <c>unknown_key</c> or <c>self_mismatch</c>, as that implementation calls them.</param>
internal sealed record ReferenceBreak(long Line, string Kind);
