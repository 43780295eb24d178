using Signet.Policy.Classification;
using Signet.Policy.Classification.Marking;
using Signet.Policy.Content;
using Signet.Policy.Matching;
using Signet.Policy.Pipeline;

namespace Signet.Policy.Checks.ScopeDrift;

/// <summary>
/// Blocks an answer that carries the marking of a higher label than the request was classified at. Every marking counts, so that a
/// harmless one hides nothing. A request of unknown label, or of one of another lattice, counts as the lowest. The text held back is what
/// may still grow into a marking.
/// </summary>
public sealed class ScopeDriftCheck : IInspectionCheck
{
    /// <summary>The check's name in policies.</summary>
    public const string CheckName = "scope_drift";

    internal const int MinMarkerLength = 2;
    internal const int MaxCharacters = 255;

    private readonly ScopeDriftOptions _options;
    private readonly Literal[] _literals;
    private readonly LiteralAutomaton? _automaton;

    /// <summary>Makes the check.</summary>
    /// <exception cref="ArgumentException">A marker is shorter than 2 characters.</exception>
    /// <exception cref="InvalidOperationException">Unicode normalization doesn't work here.</exception>
    public ScopeDriftCheck(ScopeDriftOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        UnicodeSupport.Require();
        _options = options;
        _literals = [.. options.Markers.Select(ToLiteral)];
        if (_literals.Any(literal => literal.Text.Length < MinMarkerLength))
        {
            throw new ArgumentException("A marker is too short.", nameof(options));
        }

        _automaton = _literals.Length == 0 ? null : new LiteralAutomaton([.. _literals.Select(literal => literal.Text)]);
    }

    /// <inheritdoc/>
    public string Name => CheckName;

    /// <summary>Ten seconds: linear work on a large body, on a machine that is busy.</summary>
    public TimeSpan Timeout => TimeSpan.FromSeconds(10);

    /// <inheritdoc/>
    public ChannelInspector Open(RequestContext request, InspectionChannel channel)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(channel);
        ClassificationLattice lattice = _options.Lattice ?? request.DataLabel?.Lattice ?? ClassificationLattice.UnitedStates;
        MarkingScanner? scanner = _options.UseDefaultMarkers ? new MarkingScanner(lattice.Markings, _options.TopSecretInProse) : null;
        LiteralMatcher? matcher = _automaton is null ? null : new LiteralMatcher(_automaton, _literals);
        return new ScopeDriftInspector(_options, scanner, matcher, Declared(request, lattice), MaxLength(request, channel), request.Budget);
    }

    private static ClassificationLabel Declared(RequestContext request, ClassificationLattice lattice)
    {
        ClassificationLabel? label = request.DataLabel;
        if (label is null && !lattice.TryParse(request.Classification, LabelUse.Data, out label))
        {
            label = lattice.Lowest;
        }

        return label.Lattice.Equals(lattice) ? label : lattice.Lowest;
    }

    /// <summary>How long the text of a channel may be, in characters. What isn't the model's own text isn't counted.</summary>
    private long MaxLength(RequestContext request, InspectionChannel channel)
    {
        bool counts = _options.TokenTolerancePercent > 0
            && channel.Kind is ContentKind.Text or ContentKind.Reasoning or ContentKind.Refusal;
        return counts && request.MaxOutputTokens is > 0 and var tokens
            ? (long)Math.Min(long.MaxValue / 2, (decimal)tokens * _options.CharsPerToken * (100 + _options.TokenTolerancePercent) / 100)
            : long.MaxValue;
    }

    private static Literal ToLiteral(ScopeMarker marker)
    {
        string text = Literal.Fold(marker.Text);
        bool startsWord = text.Length > 0 && (char.IsLetterOrDigit(text[0]) || text[0] == '(');
        bool endsWord = text.Length > 0 && char.IsLetterOrDigit(text[^1]);
        return new Literal(text, startsWord, endsWord, marker.UpperOnly);
    }
}
