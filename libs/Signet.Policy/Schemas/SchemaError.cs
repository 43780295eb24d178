namespace Signet.Policy.Schemas;

/// <summary>What is wrong with a schema.</summary>
/// <param name="Location">Where in the schema: a JSON Pointer (RFC 6901).</param>
/// <param name="Message">What, for people; it goes on from the location.</param>
public sealed record SchemaError(string Location, string Message);
