using Signet.Policy.Classification;
using Signet.Policy.Matching;
using Signet.Policy.Pipeline;

namespace Signet.Policy.Checks.ScopeDrift;

/// <summary>
/// Blocks an answer that carries the marking of a higher level than the request was classified at. Every marking counts, so that a
/// harmless one hides nothing. A request of unknown level counts as UNCLASS. <see cref="LiteralMatcher"/> says what can't hide a
/// marking; the text held back is what may still grow into one.
/// </summary>
public sealed class ScopeDriftCheck : IInspectionCheck
{
    /// <summary>The check's name in policies.</summary>
    public const string CheckName = "scope_drift";

    internal const int MinMarkerLength = 2;
    internal const int MaxCharacters = 255;

    private readonly ScopeMarker[] _markers;
    private readonly Literal[] _literals;
    private readonly LiteralAutomaton _automaton;

    /// <summary>Makes the check.</summary>
    /// <exception cref="ArgumentException">A marker is shorter than 2 characters.</exception>
    /// <exception cref="InvalidOperationException">Unicode normalization doesn't work here.</exception>
    public ScopeDriftCheck(ScopeDriftOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        UnicodeSupport.Require();
        IEnumerable<ScopeMarker> defaults = options.UseDefaultMarkers ? DefaultMarkers.All : [];
        _markers =
        [
            .. defaults.Where(marker => !options.Without.Contains(marker.Text)
                && (options.TopSecretInProse || marker.Text != DefaultMarkers.TopSecret)),
            .. options.Markers,
        ];
        _literals = [.. _markers.Select(ToLiteral)];
        if (_literals.Any(literal => literal.Text.Length < MinMarkerLength))
        {
            throw new ArgumentException("A marker is too short.", nameof(options));
        }

        _automaton = new LiteralAutomaton([.. _literals.Select(literal => literal.Text)]);
    }

    /// <inheritdoc/>
    public string Name => CheckName;

    /// <summary>Ten seconds: linear work on a large body, on a machine that is busy.</summary>
    public TimeSpan Timeout => TimeSpan.FromSeconds(10);

    /// <inheritdoc/>
    public ChannelInspector Open(RequestContext request, InspectionChannel channel)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (!ClassificationLattice.TryParse(request.Classification, out ClassificationLevel level))
        {
            level = ClassificationLevel.Unclass;
        }

        return new ScopeDriftInspector(new LiteralMatcher(_automaton, _literals), _markers, level);
    }

    private static Literal ToLiteral(ScopeMarker marker)
    {
        string text = Literal.Fold(marker.Text);
        bool startsWord = text.Length > 0 && (char.IsLetterOrDigit(text[0]) || text[0] == '(');
        bool endsWord = text.Length > 0 && char.IsLetterOrDigit(text[^1]);
        return new Literal(text, startsWord, endsWord, marker.UpperOnly);
    }
}
