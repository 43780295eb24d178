namespace Signet.Policy.Checks.SensitiveData.Scanning;

/// <summary>A value in a text.</summary>
/// <param name="Rule">The position of its rule in the table: the more telling rule stands first.</param>
/// <param name="Start">Its first character.</param>
/// <param name="End">The character behind its last.</param>
/// <param name="IsTooLong">True when it goes on beyond what may be held back.</param>
internal readonly record struct Finding(int Rule, int Start, int End, bool IsTooLong);
