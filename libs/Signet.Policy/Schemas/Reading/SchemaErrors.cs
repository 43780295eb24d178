namespace Signet.Policy.Schemas.Reading;

/// <summary>What is wrong with a schema, as far as it is told.</summary>
internal sealed class SchemaErrors
{
    private const int MaxErrors = 100;

    private readonly List<SchemaError> _errors = [];

    internal IReadOnlyList<SchemaError> All => _errors;

    internal void Add(string location, string message)
    {
        if (_errors.Count < MaxErrors)
        {
            _errors.Add(new SchemaError(location, message));
        }
    }
}
