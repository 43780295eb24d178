namespace Signet.EndToEndTests;

/// <summary>How long the long loops run: SIGNET_TEST_FULL=1 asks for the stated numbers, anything else for a part of them.</summary>
internal static class TestSize
{
    public static bool IsFull { get; } = Environment.GetEnvironmentVariable("SIGNET_TEST_FULL") == "1";

    /// <summary>SIGNET_TEST_SEED repeats a run.</summary>
    public static int Seed { get; } =
        int.TryParse(Environment.GetEnvironmentVariable("SIGNET_TEST_SEED"), out var seed) ? seed : Random.Shared.Next();
}
