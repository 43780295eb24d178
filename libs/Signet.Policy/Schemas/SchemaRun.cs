using System.Globalization;
using System.Text;

namespace Signet.Policy.Schemas;

/// <summary>
/// One judgement of one value: where it is, what it has found, and how much more it may do. Not safe for concurrent use.
/// </summary>
internal sealed class SchemaRun
{
    /// <summary>Steps that one value may take: nodes judged, members read, and so on.</summary>
    internal const int MaxWork = 250_000;

    /// <summary>Failures that are told; one is enough to refuse.</summary>
    internal const int MaxFailures = 4;

    private const int MaxDepth = 256;
    private const int CharactersAStep = 32;

    private readonly List<SchemaFailure> _failures = [];
    private readonly List<(string? Name, int Index)> _path = [];
    private int _work = MaxWork;
    private int _depth;
    private int _quiet;

    /// <summary>
    /// True once the value has cost too much. Whatever a rule says from then on means nothing, since some rules turn a no into a yes.
    /// </summary>
    internal bool IsExhausted { get; private set; }

    internal IReadOnlyList<SchemaFailure> Failures => _failures;

    /// <summary>True when looking for more failures is of no use.</summary>
    internal bool HasEnough => IsExhausted || _quiet > 0 || _failures.Count == MaxFailures;

    /// <summary>Begins with a node; false when it must not be judged.</summary>
    internal bool TryEnter()
    {
        if (_depth == MaxDepth)
        {
            IsExhausted = true;
        }

        if (!TrySpend(1))
        {
            return false;
        }

        _depth++;
        return true;
    }

    internal void Leave() => _depth--;

    /// <summary>Pays for steps; false when there are none left.</summary>
    internal bool TrySpend(int steps)
    {
        IsExhausted |= (_work -= steps) < 0;
        return !IsExhausted;
    }

    /// <summary>Pays for reading text.</summary>
    internal bool TrySpendText(int length) => TrySpend(length / CharactersAStep);

    /// <summary>What is judged between the two says nothing of the value as a whole, so its failures aren't told.</summary>
    internal void BeginTrial() => _quiet++;

    internal void EndTrial() => _quiet--;

    /// <summary>Goes down to a member; null for a name that the schema doesn't name.</summary>
    internal void Push(string? name) => _path.Add((name ?? "*", 0));

    internal void Push(int index) => _path.Add((null, index));

    internal void Pop() => _path.RemoveAt(_path.Count - 1);

    /// <summary>Notes that a keyword isn't met; always false.</summary>
    internal bool Fail(string keyword)
    {
        if (!HasEnough)
        {
            _failures.Add(new SchemaFailure(Location(), keyword));
        }

        return false;
    }

    private string Location()
    {
        StringBuilder text = new();
        foreach ((string? name, int index) in _path)
        {
            text.Append('/');
            if (name is null)
            {
                text.Append(CultureInfo.InvariantCulture, $"{index}");
            }
            else
            {
                text.Append(name.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal));
            }
        }

        return text.ToString();
    }
}
