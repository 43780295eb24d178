using Signet.Load.Client;
using Signet.Load.Scenarios;

namespace Signet.Load.Reports;

/// <summary>Everything that a run has measured.</summary>
internal sealed class Results
{
    private readonly Dictionary<(string Scenario, string System), List<Measurement>> _rounds = [];

    /// <summary>Resident memory by system at the end of the run, in MiB: then, and at its peak.</summary>
    public Dictionary<string, (double Resident, double Peak)> Memory { get; } = [];

    /// <summary>The soak, if there was one.</summary>
    public Soak? Soak { get; set; }

    public void Add(Scenario scenario, string system, Measurement measurement)
    {
        if (!_rounds.TryGetValue((scenario.Name, system), out var rounds))
        {
            _rounds.Add((scenario.Name, system), rounds = []);
        }

        rounds.Add(measurement);
    }

    public Cell? Find(string scenario, string system) =>
        _rounds.TryGetValue((scenario, system), out var rounds) ? new Cell(rounds) : null;

    /// <summary>Compares a system with the bare forwarder; null when one of them wasn't measured.</summary>
    public double? Against(string scenario, string system, Func<Cell, Cell, double> compare) =>
        Find(scenario, system) is { } cell && Find(scenario, SystemNames.Forwarder) is { } baseline ? compare(cell, baseline) : null;
}
