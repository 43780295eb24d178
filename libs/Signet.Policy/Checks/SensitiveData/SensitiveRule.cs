namespace Signet.Policy.Checks.SensitiveData;

/// <summary>A kind of value that the check knows.</summary>
/// <param name="Id">Its name in policies, reasons and the log: <c>[a-z][a-z0-9_]{0,63}</c>.</param>
/// <param name="Group">Its group.</param>
/// <param name="Label">What stands in its place in the styles that name the kind: capitals and spaces, so that no rule finds it.</param>
/// <param name="KeepHead">How many letters and digits at the start its shape keeps.</param>
/// <param name="KeepTail">How many letters and digits at the end its shape keeps.</param>
/// <param name="KeepsDomain">True when its shape keeps everything from the first <c>@</c> on.</param>
internal sealed record SensitiveRule(
    string Id, RuleGroup Group, string Label, int KeepHead = 0, int KeepTail = 0, bool KeepsDomain = false);
