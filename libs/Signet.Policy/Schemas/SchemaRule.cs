namespace Signet.Policy.Schemas;

/// <summary>One keyword of a schema, or several that belong together. Immutable.</summary>
internal abstract class SchemaRule
{
    /// <summary>The nodes that judge the very value that this rule judges: no way along them may lead back.</summary>
    internal virtual IReadOnlyList<SchemaNode> SameValue => [];

    /// <summary>Judges a value; what it is not about meets it.</summary>
    internal abstract bool IsMet(SchemaValue value, SchemaRun run);
}
