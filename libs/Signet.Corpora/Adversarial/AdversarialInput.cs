namespace Signet.Corpora.Adversarial;

/// <summary>Text that is meant to cost a check more than its length warrants.</summary>
/// <param name="Name">The idea.</param>
/// <param name="Make">Makes a text of exactly so many characters, always the same.</param>
public sealed record AdversarialInput(string Name, Func<int, string> Make);
