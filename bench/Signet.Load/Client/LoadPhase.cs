namespace Signet.Load.Client;

/// <summary>What all connections of a run do at the moment: warm up, measure, end.</summary>
internal sealed class LoadPhase
{
    private volatile bool _isMeasuring;
    private volatile bool _hasEnded;

    public bool IsMeasuring
    {
        get => _isMeasuring;
        set => _isMeasuring = value;
    }

    public bool HasEnded => _hasEnded;

    public void End() => (_isMeasuring, _hasEnded) = (false, true);
}
