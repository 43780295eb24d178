using System.Security.Cryptography;
using Microsoft.Extensions.DependencyInjection;
using Signet.Auditor;
using Signet.Ledger.Entries;
using Signet.Messaging;
using Signet.Storage;
using Signet.Storage.Directories;

namespace Signet.Load.Hosts;

/// <summary>Where a measured gateway records its events.</summary>
internal static class Records
{
    public const string LogId = "bench";

    /// <summary>In memory, acknowledged at once: the gateway's own share and nothing else.</summary>
    public static void AddMemoryRecord(this IServiceCollection services)
    {
        services.AddSingleton<ICommitTransport, AcknowledgingTransport>();
        services.AddSingleton<IProducerEnrolment, OpenEnrolment>();
    }

    /// <summary>With the auditor in the same process: acknowledged once the segment is synchronised to the disk.</summary>
    public static void AddChainRecord(this IServiceCollection services, string data)
    {
        var store = DirectoryStore.Open(data);
        services.AddSingleton<ISegmentStore>(store);
        services.AddSingleton<IDerivedStore>(store);
        services.AddAuditor(new AuditorOptions
        {
            LogId = LogId,
            WriterId = "auditor.bench",
            ChainKeyId = "chain-1",
            ChainRootSecret = RandomNumberGenerator.GetBytes(32),
            CheckpointSeed = RandomNumberGenerator.GetBytes(32),
            Settings = new LedgerSettings
            {
                RetainDays = 0,
                GapAfterSeconds = 900,
                MaxMergeDelaySeconds = 60,
                DedupeDays = 7,
                Anchors = new AnchorSettings { Required = 0, Tsas = [], MaxLagSeconds = 3_600, IdleSeconds = 86_400 },
            },
        });
        services.AddSingleton<ICommitTransport, InProcessCommitTransport>();
    }
}
