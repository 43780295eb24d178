namespace Signet.Policy.Schemas;

/// <summary>Where a value breaks its schema.</summary>
/// <param name="Location">
/// A JSON Pointer into the value. It holds names that the schema names and positions; <c>*</c> stands for any other name, which is content.
/// </param>
/// <param name="Keyword">The schema's keyword that isn't met, or <c>work</c> when the value takes too long to judge.</param>
public readonly record struct SchemaFailure(string Location, string Keyword);
