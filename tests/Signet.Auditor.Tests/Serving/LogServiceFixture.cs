using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Signet.Auditor.Publishing;
using Signet.Hosting.Telemetry;
using Signet.Messaging;
using Signet.Storage;
using Signet.Storage.Memory;
using Signet.Testing.Auditor;
using Xunit;

namespace Signet.Auditor.Tests.Serving;

/// <summary>An auditor on a port, with 300 events that were published in two steps.</summary>
public sealed class LogServiceFixture : IAsyncLifetime
{
    public MemoryStore Store { get; } = new();

    public TestEvents Events { get; } = new(TestAuditor.LogId, "gateway.1", DateTimeOffset.UtcNow);

    public WebApplication App { get; private set; } = null!;

    public HttpClient Client { get; private set; } = null!;

    /// <summary>The size that was published first.</summary>
    public long First { get; private set; }

    public async ValueTask InitializeAsync()
    {
        (App, Client) = await StartAsync(Store, TestAuditor.Options());
        await App.Services.GetRequiredService<IProducerEnrolment>().EnrolAsync(
            new ProducerEnrolment(Events.Producer, Events.KeyId, Events.Alg, Events.PublicKey, "a test"), CancellationToken.None);
        await SendAsync(0, 270);
        First = await PublishedAsync();
        await SendAsync(270, 30);
        await PublishedAsync();
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await App.StopAsync(CancellationToken.None);
        await App.DisposeAsync();
        Events.Dispose();
    }

    /// <summary>Waits until what is stored is published, and says how much that is.</summary>
    public async Task<long> PublishedAsync()
    {
        var size = App.Services.GetRequiredService<LogHead>().Position!.Size;
        await App.Services.GetRequiredService<LogPublisher>().WaitForAsync(size, CancellationToken.None);
        return size;
    }

    internal static async Task<(WebApplication App, HttpClient Client)> StartAsync(MemoryStore store, AuditorOptions options)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton<SignetMetrics>();
        builder.Services.AddSingleton<ISegmentStore>(store);
        builder.Services.AddSingleton<IDerivedStore>(store);
        builder.Services.AddAuditor(options);
        var app = builder.Build();
        app.MapAuditor();
        await app.StartAsync(CancellationToken.None);
        return (app, new HttpClient { BaseAddress = new Uri(app.Urls.Single()) });
    }

    private async Task SendAsync(int from, int count) => await App.Services.GetRequiredService<ICommitIntake>().AcceptAsync(
        [.. Enumerable.Range(from, count).Select(i => (ReadOnlyMemory<byte>)Events.Wire(i))], CancellationToken.None);
}
