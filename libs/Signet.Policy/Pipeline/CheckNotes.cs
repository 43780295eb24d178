using System.Diagnostics.CodeAnalysis;

namespace Signet.Policy.Pipeline;

/// <summary>
/// What checks keep about one request from stage to stage, each for itself. A check that didn't run finds nothing. Not safe for
/// concurrent use, as the request isn't.
/// </summary>
public sealed class CheckNotes
{
    private List<(ICheck Owner, object Value)>? _notes;

    /// <summary>Keeps a check's note in place of the one that it kept before.</summary>
    public void Set<T>(ICheck owner, T value)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(owner);
        ArgumentNullException.ThrowIfNull(value);
        _notes ??= [];
        int at = _notes.FindIndex(note => ReferenceEquals(note.Owner, owner));
        if (at < 0)
        {
            _notes.Add((owner, value));
        }
        else
        {
            _notes[at] = (owner, value);
        }
    }

    /// <summary>The check's note, if it has kept one of that type.</summary>
    public bool TryGet<T>(ICheck owner, [NotNullWhen(true)] out T? value)
        where T : class
    {
        value = null;
        foreach ((ICheck of, object note) in _notes ?? [])
        {
            if (ReferenceEquals(of, owner))
            {
                value = note as T;
            }
        }

        return value is not null;
    }
}
