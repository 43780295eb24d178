using System.Diagnostics.CodeAnalysis;
using System.Text;
using Signet.Policy.Matching;

namespace Signet.Policy.Classification;

/// <summary>
/// Reads labels strictly: a level, then after <c>//</c> each, lists of words with <c>/</c> between. Several releasabilities in one label
/// leave those whom all of them leave.
/// </summary>
internal ref struct LabelParser
{
    private const int MaxLength = 256;

    private readonly ClassificationLattice _lattice;
    private readonly LabelUse _use;
    private int _level;
    private MemberSet _held;
    private MemberSet? _audience;
    private MemberSet? _caller;

    private LabelParser(ClassificationLattice lattice, LabelUse use) => (_lattice, _use) = (lattice, use);

    internal static bool TryParse(
        ClassificationLattice lattice, string text, LabelUse use, [NotNullWhen(true)] out ClassificationLabel? label)
    {
        UnicodeSupport.Require();
        label = null;
        if (text.Length is 0 or > MaxLength || text.AsSpan().ContainsAnyInRange('\uD800', '\uDFFF'))
        {
            return false;
        }

        string[] segments = text.Normalize(NormalizationForm.FormKC).Trim().ToUpperInvariant().Split("//");
        LabelParser parser = new(lattice, use);
        if (!parser.TryReadLevel(segments[0]))
        {
            return false;
        }

        foreach (string item in segments.Skip(1).SelectMany(segment => segment.Split('/')))
        {
            if (!parser.TryRead(item))
            {
                return false;
            }
        }

        label = parser.ToLabel();
        return true;
    }

    private static ReadOnlySpan<string> WordsOf(string text) => text.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    private bool TryReadLevel(string text)
    {
        if (_lattice.Words.TryGetValue(string.Concat(WordsOf(text)), out LatticeWord word)
            && word.Kind is LatticeWordKind.Level or LatticeWordKind.LevelTerm)
        {
            _level = word.Rank;
            return true;
        }

        return false;
    }

    private bool TryRead(string item)
    {
        ReadOnlySpan<string> parts = WordsOf(item);
        for (int count = parts.Length; count > 0; count--)
        {
            if (_lattice.Words.TryGetValue(string.Concat(parts[..count]), out LatticeWord word))
            {
                return TryTake(word, parts[count..]);
            }
        }

        return false;
    }

    private bool TryTake(LatticeWord word, ReadOnlySpan<string> rest)
    {
        switch (word.Kind)
        {
            case LatticeWordKind.LevelTerm when rest.IsEmpty:
                _level = Math.Max(_level, word.Rank);
                return true;
            case LatticeWordKind.Term when rest.IsEmpty || _lattice.Definition.Terms[word.Rank].Name == UnitedStatesDefinition.ForeignGovernment:
                _held |= MemberSet.Of(word.Rank);
                return rest.IsEmpty || TryReadAudiences(rest, out _);
            case LatticeWordKind.Releasability when rest.IsEmpty:
                Narrow(word.Audience);
                return true;
            case LatticeWordKind.Audience when rest.IsEmpty && _use == LabelUse.Clearance:
                _caller = _caller is { } known ? known | word.Audience : word.Audience;
                return true;
            case LatticeWordKind.Audience when rest.IsEmpty && word.Audience.Count() > 1:
                Narrow(word.Audience | _lattice.Home);
                return true;
            case LatticeWordKind.ReleaseTo when TryReadAudiences(rest, out MemberSet released):
                Narrow(released.IsEmpty ? released : released | _lattice.Home);
                return true;
            case LatticeWordKind.DisplayOnly when TryReadAudiences(rest, out _):
                Narrow(_lattice.Home);
                return true;
            default:
                return false;
        }
    }

    private readonly bool TryReadAudiences(ReadOnlySpan<string> names, out MemberSet audiences)
    {
        audiences = default;
        string[] list = string.Join(' ', names.ToArray()).Split([',', ' '], StringSplitOptions.RemoveEmptyEntries);
        foreach (string name in list)
        {
            if (!_lattice.Words.TryGetValue(name, out LatticeWord word) || word.Kind != LatticeWordKind.Audience)
            {
                return false;
            }

            audiences |= word.Audience;
        }

        return list.Length > 0;
    }

    private void Narrow(MemberSet audience) => _audience = _audience is { } wider ? wider & audience : audience;

    private readonly ClassificationLabel ToLabel()
    {
        MemberSet? audience = _audience is { } released && _caller is { } caller ? released & caller : _audience ?? _caller;
        return new ClassificationLabel(_lattice, _level, _held, audience);
    }
}
