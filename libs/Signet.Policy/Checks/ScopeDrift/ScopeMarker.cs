using Signet.Policy.Classification;

namespace Signet.Policy.Checks.ScopeDrift;

/// <summary>A marking that says how a text is classified.</summary>
/// <param name="Text">The marking; 2 to 128 characters that show. Spacing, marks and compatibility forms don't matter.</param>
/// <param name="Label">The label that it stands for.</param>
/// <param name="UpperOnly">True when lower-case letters make something else of it, such as a list's <c>(c)</c>.</param>
public sealed record ScopeMarker(string Text, ClassificationLabel Label, bool UpperOnly = false);
