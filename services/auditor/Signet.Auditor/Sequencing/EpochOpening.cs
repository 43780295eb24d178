using Signet.Ledger.Checkpoints;
using Signet.Ledger.Entries;
using Signet.Ledger.State;

namespace Signet.Auditor.Sequencing;

/// <summary>What a writer demands of a log before it continues it, and says first when it does.</summary>
internal static class EpochOpening
{
    /// <exception cref="InvalidOperationException">The log has ended, or is written under other keys, another slot mode or a longer retention.</exception>
    public static void RequireContinuable(AuditorOptions options, LogState state)
    {
        if (state.Ended)
        {
            throw new InvalidOperationException("The log has ended; a new one has to continue it.");
        }

        if (state.Head.Size > 0 && state.NextKeyId != options.ChainKeyId)
        {
            throw new InvalidOperationException($"The log goes on under the chain key {state.NextKeyId}, which is not the one configured.");
        }

        if (state.Head.Size > 0 && state.CheckpointVkey != VerifierKeyOf(options))
        {
            throw new InvalidOperationException("The log's checkpoint key is not the one configured.");
        }

        if (state.Head.Size > 0 && state.SlotMode != options.SlotMode)
        {
            throw new InvalidOperationException($"The log's slots are filled in the mode {state.SlotMode}, not {options.SlotMode}.");
        }

        if (state.Settings is { } promised && options.Settings.RetainDays < promised.RetainDays && options.Storage == "s3")
        {
            throw new InvalidOperationException(
                $"The log promises to keep segments for {promised.RetainDays} days, and the store is set to {options.Settings.RetainDays}. Retention is only ever raised.");
        }
    }

    public static IReadOnlyList<EntryBody> Entries(AuditorOptions options, LogState state, DateTimeOffset now)
    {
        var bodies = new List<EntryBody>();
        if (state.Head.Size == 0)
        {
            bodies.Add(new GenesisBody
            {
                LogId = options.LogId,
                CreatedAt = now,
                KeyId = options.ChainKeyId,
                CheckpointVkey = VerifierKeyOf(options),
                SlotMode = options.SlotMode,
                Storage = options.Storage,
                Settings = options.Settings,
            });
        }

        bodies.Add(new EpochBody { Epoch = state.Epoch + 1, Writer = options.WriterId, KeyId = options.ChainKeyId });
        if (state.Settings is { } promised && SettingsChange(options.Settings, promised) is { } change)
        {
            bodies.Add(change);
        }

        return bodies;
    }

    /// <summary>What the configuration promises otherwise than the log; retention is only ever raised.</summary>
    private static SettingsBody? SettingsChange(LedgerSettings configured, LedgerSettings promised)
    {
        var wanted = configured with { RetainDays = Math.Max(configured.RetainDays, promised.RetainDays) };
        var same = wanted with { Anchors = promised.Anchors } == promised &&
            wanted.Anchors with { Tsas = promised.Anchors.Tsas } == promised.Anchors &&
            wanted.Anchors.Tsas.SequenceEqual(promised.Anchors.Tsas);
        return same ? null : new SettingsBody { Settings = wanted };
    }

    private static string VerifierKeyOf(AuditorOptions options)
    {
        using var signer = new CheckpointSigner(options.LogId, options.CheckpointSeed.Span);
        return signer.VerifierKey.ToString();
    }
}
