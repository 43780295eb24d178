namespace Signet.Cli.Witnessing;

/// <summary>What the witness answers over HTTP.</summary>
/// <param name="Status">The status that C2SP tlog-witness gives for the case.</param>
/// <param name="Body">A signature line, a tree size, or nothing.</param>
/// <param name="MediaType">The body's type.</param>
internal sealed record WitnessAnswer(int Status, string Body = "", string MediaType = "text/plain; charset=utf-8");
