using System.Security.Cryptography;
using Microsoft.Extensions.DependencyInjection;
using Signet.Auditor;
using Signet.Ledger.Entries;
using Signet.Messaging;
using Signet.Messaging.Spool;
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

    /// <summary>In a synchronised file, acknowledged then; what is delivered to behind it keeps nothing, so that this is the spool's own price.</summary>
    public static void AddSpoolRecord(this IServiceCollection services, string data)
    {
        services.AddSingleton<ICommitTransport>(provider => SpooledCommitTransport.Open(
            new SpoolSettings { Path = data }, new AcknowledgingTransport(), TimeProvider.System, provider.GetRequiredService<ISpoolObserver>()));
        services.AddSingleton<IProducerEnrolment, OpenEnrolment>();
    }

    /// <summary>By a sidecar, acknowledged once Redis has it on its disk; nobody subscribes.</summary>
    public static void AddBrokerRecord(this IServiceCollection services, Uri sidecar)
    {
        services.AddSingleton<ICommitTransport>(new DaprCommitTransport(new DaprCommitTransportOptions { Endpoint = sidecar }, TimeProvider.System));
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
