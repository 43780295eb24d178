using System.Diagnostics;
using Signet.Policy.Content;
using Signet.Policy.Pipeline;
using Signet.Testing;
using Signet.Testing.Guides;

namespace Signet.Extensions.Tests.Samples;

/// <summary>The worked example in another language, as a process of its own: started as its page says, on a port that is free.</summary>
public sealed class PythonSampleTests : IAsyncLifetime
{
    private Process _process = null!;
    private PolicyPipeline _policy = null!;
    private string _port = "";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        DocumentedCommand command = Assert.Single(CommandRunners.CommandsOf(typeof(PythonSampleTests)));
        string[] words = command.Text.Replace(" 8090", " 0", StringComparison.Ordinal).Split(' ');
        _process = Process.Start(new ProcessStartInfo(words[0], words[1..])
        {
            WorkingDirectory = Repository.PathOf(Path.GetDirectoryName(command.Page)!),
            RedirectStandardOutput = true,
        })!;
        _port = await _process.StandardOutput.ReadLineAsync(Token) ?? throw new InvalidOperationException("The sample didn't start.");
        string url = $"\"url\":\"http://127.0.0.1:{_port}\"";
        _policy = Policies.Build(
            Policies.WithExternal(),
            $$"""{"check":"external","name":"customer_numbers",{{url}},"kinds":["text"],"answer_within_ms":60000}""",
            $$"""{"check":"external","name":"no_deletion",{{url}},"stage":"commitment","answer_within_ms":60000}""",
            $$"""{"check":"external","name":"ends",{{url}},"stage":"record","answer_within_ms":60000}""");
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync(CancellationToken.None);
        _process.Dispose();
    }

    [Fact]
    public async Task Admit_CustomerNumbers_AreRedacted()
    {
        RequestContext request = Policies.Request("hello", "\U0001F600\U0001F600 KD-123456 and KD-654321", "KD-12345");
        StageOutcome outcome = await _policy.AdmitAsync(request, Token);
        Assert.Equal((Decision.Redact, "customer_numbers", 2), (outcome.Decision, outcome.Check, outcome.Redactions));
        Assert.Equal("\U0001F600\U0001F600 [customer] and [customer]", request.Content[1].Text);
        Assert.Equal("2", outcome.Metadata["matches"]);
    }

    [Fact]
    public async Task Admit_Internal_IsBlocked()
    {
        StageOutcome outcome = await _policy.AdmitAsync(Policies.Request("Internal only: the plan"), Token);
        Assert.Equal((Decision.Block, "text is marked as internal"), (outcome.Decision, outcome.Reason));
        Assert.Equal(Decision.Allow, (await _policy.AdmitAsync(Policies.Request("the plan"), Token)).Decision);
    }

    [Fact]
    public async Task Judge_Deletion_IsEscalated()
    {
        Assert.Equal(Decision.Escalate, (await _policy.JudgeAsync(Policies.Request("x"), Policies.Call("delete_all", "{"), Token)).Decision);
        Assert.Equal(Decision.Allow, (await _policy.JudgeAsync(Policies.Request("x"), Policies.Call("read"), Token)).Decision);
    }

    [Fact]
    public async Task Record_End_IsTaken() => Assert.Equal(
        Decision.Allow, (await _policy.RecordAsync(Policies.Request("x"), new ResponseSummary { Status = 200, Bytes = 1 }, Token)).Decision);

    [Fact]
    public async Task Admit_WhatTheServiceDoesntServe_IsAFailure()
    {
        PolicyPipeline policy = Policies.Build(
            Policies.WithExternal(), $$"""{"check":"external","url":"{{new Uri($"http://127.0.0.1:{_port}/elsewhere")}}","answer_within_ms":60000}""");
        StageOutcome outcome = await policy.AdmitAsync(Policies.Request([Policies.Item(0, "x", ContentKind.Text)]), Token);
        Assert.Equal((Decision.Block, "its status isn't 200"), (outcome.Decision, outcome.Metadata["failure"]));
    }
}
