namespace Signet.Ledger.Verification;

/// <summary>
/// What a walk found and what it could not check. Owns the findings in the order of the walk, the cap on them, and the notes. Findings
/// beyond <see cref="LogVerification.MaxFindings"/> are counted and not kept, so that no log can make its verifier run out of room.
/// </summary>
internal sealed class FindingLog
{
    private readonly List<Finding> _findings = [];
    private readonly SortedSet<string> _notes = new(StringComparer.Ordinal);
    private long _suppressed;

    /// <summary>The findings that were kept.</summary>
    public IReadOnlyList<Finding> Findings => _findings;

    /// <summary>Reports an error.</summary>
    public void Report(FindingKind kind, long? segment, long? seq, string detail) => Report(new Finding(kind, segment, seq, detail));

    /// <summary>Reports a finding of any severity.</summary>
    public void Report(Finding finding)
    {
        if (_findings.Count < LogVerification.MaxFindings)
        {
            _findings.Add(finding);
        }
        else
        {
            _suppressed++;
        }
    }

    /// <summary>Notes what could not be checked, or not have been detected. The same note stands once.</summary>
    public void Note(string note) => _notes.Add(note);

    /// <summary>The notes, sorted, with one on the findings that were not kept. Call it after the last finding.</summary>
    public IReadOnlyList<string> CloseNotes()
    {
        if (_suppressed > 0)
        {
            Note($"{_suppressed} further findings are not listed.");
        }

        return [.. _notes];
    }
}
