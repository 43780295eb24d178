using System.Globalization;
using Signet.Load.Scenarios;

namespace Signet.Load;

/// <summary>What the command line asks for.</summary>
internal sealed record LoadOptions
{
    private const string NoScenario = "none";

    public const string Usage = """
        Signet.Load [--quick] [--only NAME,...|none] [--systems NAME,...] [--rounds N] [--seconds N] [--warm-up SECONDS] [--server-gc] [--soak MINUTES] [--out FILE]
        Signet.Load serve SYSTEM [--only NAME] [--seconds N] [--warm-up SECONDS] [--server-gc]
        """;

    /// <summary>The system that is started and kept, so that a profiler can attach; null to measure.</summary>
    public string? Serve { get; init; }

    public IReadOnlyList<Scenario> Scenarios { get; init; } = Scenario.All;

    /// <summary>The systems that are measured, of those that a scenario names; null for all.</summary>
    public IReadOnlyList<string>? Systems { get; init; }

    public int Rounds { get; init; } = 3;

    /// <summary>How long a round measures one system.</summary>
    public TimeSpan Duration { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>How long a system is loaded before each measurement, besides the first time, which takes longer.</summary>
    public TimeSpan WarmUp { get; init; } = TimeSpan.FromMilliseconds(700);

    /// <summary>
    /// How long a system is loaded before its first measurement of a scenario. What is measured is a host that has run for a while:
    /// before that the runtime counts calls and compiles the busy methods once more, on the same two cores.
    /// </summary>
    public TimeSpan FirstWarmUp { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>True to run every managed system with the server's collector, the default of a web project.</summary>
    public bool ServerGc { get; init; }

    /// <summary>For how long memory is watched under load; zero not to.</summary>
    public TimeSpan Soak { get; init; }

    public string? Out { get; init; }

    /// <exception cref="ArgumentException">An argument isn't known.</exception>
    /// <exception cref="FormatException">A number isn't one.</exception>
    public static LoadOptions Parse(string[] args)
    {
        var options = new LoadOptions();
        var rest = new Queue<string>(args);
        if (rest.TryPeek(out var command) && command == "serve")
        {
            rest.Dequeue();
            options = options with { Serve = Value(rest, "serve"), Scenarios = [] };
        }

        while (rest.TryDequeue(out var name))
        {
            options = name switch
            {
                "--quick" => options with
                {
                    Rounds = 1,
                    Duration = TimeSpan.FromSeconds(1),
                    WarmUp = TimeSpan.FromSeconds(0.6),
                    FirstWarmUp = TimeSpan.FromSeconds(1.5),
                },
                "--only" => options with { Scenarios = [.. Value(rest, name).Split(',').Except([NoScenario]).Select(Find)] },
                "--systems" => options with { Systems = Value(rest, name).Split(',') },
                "--rounds" => options with { Rounds = int.Parse(Value(rest, name), CultureInfo.InvariantCulture) },
                "--seconds" => options with { Duration = Seconds(Value(rest, name)) },
                "--warm-up" => options with { FirstWarmUp = Seconds(Value(rest, name)) },
                "--server-gc" => options with { ServerGc = true },
                "--soak" => options with { Soak = Seconds(Value(rest, name)) * 60 },
                "--out" => options with { Out = Value(rest, name) },
                _ => throw new ArgumentException($"{name} is not known."),
            };
        }

        return options;
    }

    private static string Value(Queue<string> rest, string name) =>
        rest.TryDequeue(out var value) ? value : throw new ArgumentException($"{name} needs a value.");

    private static TimeSpan Seconds(string text) => TimeSpan.FromSeconds(double.Parse(text, CultureInfo.InvariantCulture));

    private static Scenario Find(string name) =>
        Scenario.All.FirstOrDefault(scenario => scenario.Name == name) ?? throw new ArgumentException($"There is no scenario {name}.");
}
