using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Logging;

namespace Signet.Cli.AllInOne;

/// <summary>
/// The stand-ins for what is outside signet: a model and a time-stamping authority, behind a loopback port of their own, so that the
/// gateway and the anchorer reach them exactly as they reach the real ones.
/// </summary>
internal sealed class DevelopmentServices : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly Uri _address;

    private DevelopmentServices(WebApplication app, DevelopmentTsa tsa, Uri address) => (_app, Tsa, _address) = (app, tsa, address);

    public DevelopmentTsa Tsa { get; }

    public Uri ModelUrl => new(_address, "/v1");

    public Uri TsaUrl => new(_address, DevelopmentTsaEndpoints.DefaultPattern);

    public static async Task<DevelopmentServices> StartAsync(string keysRoot, TimeProvider time, CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        var app = builder.Build();
        app.Urls.Add("http://127.0.0.1:0");
        var tsa = DevelopmentTsa.LoadOrCreate(keysRoot, time);
        app.MapDevelopmentTsa(tsa);
        app.MapDevelopmentModel(time);
        await app.StartAsync(cancellationToken);
        return new DevelopmentServices(app, tsa, new Uri(app.Urls.First()));
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        Tsa.Dispose();
    }
}
