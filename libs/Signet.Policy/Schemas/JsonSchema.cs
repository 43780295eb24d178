using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Signet.Policy.Schemas.Reading;

namespace Signet.Policy.Schemas;

/// <summary>
/// A JSON Schema (draft 2020-12) of the keywords that this library knows; any other is an error when the schema is read, since a keyword
/// that is passed over checks nothing. Judging is bounded and runs in linear time for each pattern. Immutable and safe for concurrent use.
/// </summary>
public sealed class JsonSchema
{
    private readonly SchemaNode _root;

    private JsonSchema(SchemaNode root) => _root = root;

    /// <summary>Reads a schema, or says what is wrong with it; at most 100 errors.</summary>
    public static bool TryRead(
        JsonElement schema, [NotNullWhen(true)] out JsonSchema? read, out IReadOnlyList<SchemaError> errors)
    {
        SchemaErrors found = new();
        SchemaNode root = new SchemaReader(found).ReadRoot(schema);
        errors = found.All;
        read = errors.Count == 0 ? new JsonSchema(root) : null;
        return read is not null;
    }

    /// <summary>
    /// Judges a value that has been read strictly: no key twice, no half surrogate pairs, no numbers of more than 128 characters or with
    /// exponents beyond 400. Empty when it meets the schema, else the first failures, at most 4; none tells a word of the value.
    /// </summary>
    public IReadOnlyList<SchemaFailure> Validate(JsonElement value)
    {
        SchemaRun run = new();
        bool met = _root.IsMet(new SchemaValue(value), run);
        if (run.IsExhausted)
        {
            return [new SchemaFailure("", "work")];
        }

        return met ? [] : run.Failures;
    }
}
