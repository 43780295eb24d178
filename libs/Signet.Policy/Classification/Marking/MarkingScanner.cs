namespace Signet.Policy.Classification.Marking;

/// <summary>
/// Finds all markings in a text that comes in pieces, and the same however it is cut: what may still be the beginning of one is kept,
/// with a few characters before it, and searched again together with what follows. Linear time, since no marking is longer than some
/// thousand characters. Not safe for concurrent use.
/// </summary>
internal sealed class MarkingScanner(MarkingVocabulary vocabulary, bool inProse)
{
    private const int Slice = 4096;

    private MarkingSymbol[] _symbols = [];
    private char[] _kept = [];
    private int _length;
    private int _undecided;
    private bool _wordBefore;

    /// <summary>True once hidden characters have stood inside a possible marking in a number that no text needs.</summary>
    internal bool FoundHiddenRun { get; private set; }

    /// <summary>How many of the last characters may still turn out to be part of a marking.</summary>
    internal int Held => _length - _undecided;

    /// <summary>Reads on; the markings found are added to <paramref name="found"/>, in order.</summary>
    internal void Push(ReadOnlySpan<char> text, List<MarkingMatch> found)
    {
        if (_length == 0)
        {
            Search(text, goesOn: true, found);
            return;
        }

        while (!text.IsEmpty)
        {
            ReadOnlySpan<char> slice = text[..Math.Min(text.Length, Slice)];
            text = text[slice.Length..];
            int length = _length + slice.Length;
            if (length > _kept.Length)
            {
                Array.Resize(ref _kept, Math.Max(_kept.Length * 2, length));
            }

            slice.CopyTo(_kept.AsSpan(_length));
            Search(_kept.AsSpan(0, length), goesOn: true, found);
        }
    }

    /// <summary>Nothing more comes.</summary>
    internal void Complete(List<MarkingMatch> found) => Search(_kept.AsSpan(0, _length), goesOn: false, found);

    private void Search(ReadOnlySpan<char> text, bool goesOn, List<MarkingMatch> found)
    {
        MarkingSearch search = new(vocabulary, text, _undecided, _wordBefore, goesOn, found, _symbols);
        int undecided = search.Run(inProse);
        _symbols = search.Memory;
        FoundHiddenRun |= search.FoundHiddenRun;

        int start = Math.Max(0, undecided - MarkingSearch.Context);
        _wordBefore = search.HasWordBefore(start);
        _undecided = undecided - start;
        _length = text.Length - start;
        if (_length > _kept.Length)
        {
            _kept = new char[Math.Max(64, _length)];
        }

        text[start..].CopyTo(_kept);
    }
}
