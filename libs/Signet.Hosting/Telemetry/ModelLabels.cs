using System.Collections.Concurrent;

namespace Signet.Hosting.Telemetry;

/// <summary>
/// Names of models as labels of metrics. Callers write them, so a name becomes a label only once a model has answered to it, and only the
/// first <see cref="Most"/> do; others are <see cref="MetricLabel.Other"/>. Safe for concurrent use.
/// </summary>
internal sealed class ModelLabels
{
    public const int Most = 100;

    private const int MaxLength = 128;

    private readonly ConcurrentDictionary<string, bool> _known = new(StringComparer.Ordinal);

    /// <summary>The label of a model.</summary>
    /// <param name="model">As the caller named it; null when it named none.</param>
    /// <param name="answered">True when a model has answered to the name.</param>
    public string Of(string? model, bool answered)
    {
        if (model is null)
        {
            return MetricLabel.Other;
        }

        if (_known.ContainsKey(model))
        {
            return model;
        }

        // Two at the same moment may both find room: a few more labels, not without end.
        if (!answered || _known.Count >= Most || model.Length is 0 or > MaxLength || model.AsSpan().ContainsAnyExceptInRange('!', '~'))
        {
            return MetricLabel.Other;
        }

        _known.TryAdd(model, true);
        return model;
    }
}
