using Signet.Policy.Classification;

namespace Signet.Policy.Checks.ScopeDrift;

/// <summary>
/// The usual markings. A marker that starts or ends with a letter or digit must start or end a word there; so must a parenthesis, lest
/// <c>file(s)</c> be one. Portion markings of one or two letters count in upper case only.
/// </summary>
internal static class DefaultMarkers
{
    internal const string TopSecret = "TOP SECRET";

    internal static IReadOnlyList<ScopeMarker> All { get; } =
    [
        new("(U)", ClassificationLevel.Unclass, UpperOnly: true),
        new("(U//FOUO)", ClassificationLevel.Cui),
        new("(CUI)", ClassificationLevel.Cui),
        new("CUI//", ClassificationLevel.Cui),
        new("FOUO", ClassificationLevel.Cui),
        new("(C)", ClassificationLevel.Confidential, UpperOnly: true),
        new("(CONFIDENTIAL)", ClassificationLevel.Confidential),
        new("CONFIDENTIAL//", ClassificationLevel.Confidential),
        new("C//NF", ClassificationLevel.Confidential),
        new("C//REL", ClassificationLevel.Confidential),
        new("(S)", ClassificationLevel.Secret, UpperOnly: true),
        new("(SECRET)", ClassificationLevel.Secret),
        new("S//NF", ClassificationLevel.Secret),
        new("S//REL", ClassificationLevel.Secret),
        new("S//SI", ClassificationLevel.Secret),
        new("SECRET//", ClassificationLevel.Secret),
        new("//NOFORN", ClassificationLevel.Secret),
        new("//FVEY", ClassificationLevel.Secret),
        new("//ORCON", ClassificationLevel.Secret),
        new("//IMCON", ClassificationLevel.Secret),
        new("(TS)", ClassificationLevel.TopSecret, UpperOnly: true),
        new(TopSecret, ClassificationLevel.TopSecret),
        new("(TOP SECRET)", ClassificationLevel.TopSecret),
        new("TOP SECRET//", ClassificationLevel.TopSecret),
        new("TS//NF", ClassificationLevel.TopSecret),
        new("TS//REL", ClassificationLevel.TopSecret),
        new("TS//SCI", ClassificationLevel.TopSecretSci),
        new("TS/SCI", ClassificationLevel.TopSecretSci),
        new("TS//SI", ClassificationLevel.TopSecretSci),
        new("TS//HCS", ClassificationLevel.TopSecretSci),
        new("TS//TK", ClassificationLevel.TopSecretSci),
        new("TOP SECRET//SCI", ClassificationLevel.TopSecretSci),
        new("TOP SECRET//SI", ClassificationLevel.TopSecretSci),
        new("TOP SECRET//HCS", ClassificationLevel.TopSecretSci),
        new("TOP SECRET//TK", ClassificationLevel.TopSecretSci),
    ];
}
