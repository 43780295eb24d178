using Signet.EndToEndTests.Logs;
using Signet.Ledger.Entries;
using Signet.Ledger.Events;
using Signet.Testing.Gateway;
using Signet.Testing.Processes;
using Signet.Testing.Storage;

namespace Signet.EndToEndTests.Clients;

/// <summary>
/// A signet in front of recorded answers, and SDKs that call it. Each request is looked up in the log, and the log is verified when the
/// tests of a class have ended.
/// </summary>
public sealed class ClientsFixture : IAsyncLifetime
{
    private readonly TemporaryDirectory _data = new();
    private ScriptedLlm? _upstream;
    private SignetProcess? _signet;
    private NodeClients? _node;

    /// <summary>The model's side.</summary>
    public ScriptedLlm Upstream => _upstream!;

    /// <summary>Where signet listens.</summary>
    public Uri Address => _signet!.Address;

    public async ValueTask InitializeAsync()
    {
        _upstream = await ScriptedLlm.StartAsync();
        var policy = _data.File("clients.yaml");
        await File.WriteAllTextAsync(policy, Policy);
        _signet = await SignetProcess.UpAsync(_data.File("data"), ["--upstream", _upstream.BaseAddress.AbsoluteUri, "--policy", policy], default);
        _node = await NodeClients.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _node!.DisposeAsync();
        var exitCode = await _signet!.TerminateAsync(CancellationToken.None);
        var log = await ReadLogAsync(CancellationToken.None);
        await _signet.DisposeAsync();
        await _upstream!.DisposeAsync();
        _data.Dispose();
        Assert.Equal(0, exitCode);
        log.AssertClean();
    }

    /// <summary>Lets an SDK call signet.</summary>
    internal Task<SdkAnswer> RunAsync(SdkCall call) => RunAsync(Address, call);

    /// <summary>Lets an SDK call the recorded answers, without a signet between them.</summary>
    internal Task<SdkAnswer> RunDirectlyAsync(SdkCall call) => RunAsync(Upstream.BaseAddress, call);

    /// <summary>The log holds exactly these events of a request, in this order.</summary>
    internal async Task AssertRecordedAsync(string? correlation, params EventPhase[] phases)
    {
        Assert.NotNull(correlation);
        var log = await ReadLogAsync(TestContext.Current.CancellationToken);
        Assert.Equal(
            phases,
            log.Entries.Select(entry => (entry.Body as CommitBody)?.SignedEvent?.Event)
                .Where(found => found?.Details?.RequestId == correlation).Select(found => found!.Phase));
    }

    private Task<SdkAnswer> RunAsync(Uri address, SdkCall call) => call.Client switch
    {
        DotNetResponses.Name => DotNetResponses.RunAsync(address, call, TestContext.Current.CancellationToken),
        DotNetMessages.Name => DotNetMessages.RunAsync(address, call, TestContext.Current.CancellationToken),
        _ => _node!.RunAsync(address, call, TestContext.Current.CancellationToken),
    };

    private Task<LogUnderTest> ReadLogAsync(CancellationToken cancellationToken) => LogUnderTest.ReadAsync(_data.File("data"), cancellationToken);

    /// <summary>
    /// The default policy's checks with one rule and two tools more: a phrase that needs an approval, a free-text tool, and one that the
    /// provider runs.
    /// </summary>
    private const string Policy = """
        version: 1
        checks:
          - check: owner_resolution
          - check: classification_gate
          - check: prompt_injection
          - check: regex_content
            rules:
              - label: us_ssn
                pattern: '\b[0-9]{3}-[0-9]{2}-[0-9]{4}\b'
                action: redact
                replacement: '[US SSN]'
                max_length: 11
              - label: approval
                pattern: 'quarterly figures'
                action: escalate
                on: request
          - check: scope_drift
          - check: tool_call_inspector
            tools:
              get_weather:
                tier: low
              look_up_term:
                tier: low
              transfer_funds:
                tier: high
                irreversible: true
              web_search:
                tier: low
        """;
}
