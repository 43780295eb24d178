using Microsoft.Extensions.Time.Testing;
using Signet.Ledger.Anchors;
using Xunit;

namespace Signet.Anchorer.Tests;

public sealed class TsaGateTests
{
    private static readonly TimeSpan Spacing = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan Circuit = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan MaxCircuit = TimeSpan.FromMinutes(7);

    private readonly FakeTimeProvider _time = new();
    private readonly AnchorerOptions _options = new() { Tsas = [], CircuitFailures = 3, CircuitTime = Circuit, MaxCircuitTime = MaxCircuit };

    [Fact]
    public void TryEnter_SoonerThanTheSpacing_IsRefused()
    {
        TsaGate gate = Create();
        Assert.True(gate.TryEnter());
        gate.Leave(ok: true, null);
        _time.Advance(Spacing - TimeSpan.FromMilliseconds(1));
        Assert.False(gate.TryEnter());
        _time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.True(gate.TryEnter());
    }

    [Fact]
    public void Leave_FailuresInARow_OpenTheCircuitForADoublingTimeUpToTheMost()
    {
        TsaGate gate = Create();
        for (int failures = 1; failures < 12; failures++)
        {
            _time.Advance(Spacing);
            Assert.True(gate.TryEnter());
            gate.Leave(ok: false, null);
            Assert.Equal(failures >= 3, gate.IsOpen);
            if (failures >= 3)
            {
                double full = Math.Min(MaxCircuit.TotalSeconds, Circuit.TotalSeconds * Math.Pow(2, failures - 3));
                _time.Advance(TimeSpan.FromSeconds((full / 2) - 1));
                Assert.False(gate.TryEnter());
                _time.Advance(TimeSpan.FromSeconds((full / 2) + 1) - Spacing);
            }
        }

        _time.Advance(Spacing);
        Assert.True(gate.TryEnter());
        gate.Leave(ok: true, null);
        Assert.False(gate.IsOpen);
        _time.Advance(Spacing);
        Assert.True(gate.TryEnter());
    }

    [Fact]
    public void Leave_SuccessBetweenFailures_KeepsTheCircuitClosed()
    {
        TsaGate gate = Create();
        for (int i = 0; i < 20; i++)
        {
            _time.Advance(Spacing);
            Assert.True(gate.TryEnter());
            gate.Leave(ok: i % 3 == 2, null);
            Assert.False(gate.IsOpen);
        }
    }

    [Fact]
    public void Leave_RetryAfter_IsKeptUpToAnHour()
    {
        TsaGate gate = Create();
        gate.Leave(ok: false, TimeSpan.FromMinutes(5));
        _time.Advance(TimeSpan.FromMinutes(5) - TimeSpan.FromSeconds(1));
        Assert.False(gate.TryEnter());
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.True(gate.TryEnter());
        gate.Leave(ok: false, TimeSpan.FromDays(1_000));
        _time.Advance(TimeSpan.FromHours(1));
        Assert.True(gate.TryEnter());
        gate.Leave(ok: true, TimeSpan.FromDays(-1));
        _time.Advance(Spacing);
        Assert.True(gate.TryEnter());
    }

    private TsaGate Create() =>
        new(new TsaEndpoint(new Uri("http://tsa.test/"), TsaTrust.FromPem("a", TsaPreset.Find("digicert")!.RootsPem)) { Spacing = Spacing }, _options, _time);
}
