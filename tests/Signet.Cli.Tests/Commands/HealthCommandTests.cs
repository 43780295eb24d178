using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Signet.Cli.Commands;

namespace Signet.Cli.Tests.Commands;

[Collection(ConsoleCollection.Name)]
public sealed class HealthCommandTests : IAsyncLifetime
{
    private readonly WebApplication _app = Build();

    private string Address => _app.Urls.First();

    public async ValueTask InitializeAsync() => await _app.StartAsync(TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    [Fact]
    public async Task Health_AllAnswer200_IsSuccess()
    {
        var (exit, output) = await RunAsync($"{Address}/well", $"{Address}/well");
        Assert.Equal(0, exit);
        Assert.Equal(2, output.Split('\n').Count(line => line.EndsWith("/well 200", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("/ill", "503")]
    [InlineData("/moved", "302")]
    [InlineData("/none", "404")]
    public async Task Health_OneAnswersOtherwise_FailsAndAsksAllTheSame(string path, string status)
    {
        var (exit, output) = await RunAsync(Address + path, $"{Address}/well");
        Assert.Equal(1, exit);
        Assert.Contains($"{path} {status}", output, StringComparison.Ordinal);
        Assert.Contains("/well 200", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Health_NobodyListens_Fails()
    {
        await _app.StopAsync(TestContext.Current.CancellationToken);
        var (exit, output) = await RunAsync($"{Address}/well");
        Assert.Equal(1, exit);
        Assert.Contains("doesn't answer", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("gateway:8444")]
    [InlineData("http://user:secret@gateway/readyz")]
    public async Task Health_NoPlainAddress_FailsWithoutRepeatingIt(string url)
    {
        var (exit, output) = await RunAsync(url);
        Assert.Equal(2, exit);
        Assert.DoesNotContain("secret", output, StringComparison.Ordinal);
    }

    private static WebApplication Build()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        var app = builder.Build();
        app.Urls.Add($"http://{IPAddress.Loopback}:0");
        app.MapGet("/well", () => "ok");
        app.MapGet("/ill", () => Results.StatusCode(503));
        app.MapGet("/moved", () => Results.Redirect("/well"));
        return app;
    }

    private static async Task<(int Exit, string Output)> RunAsync(params string[] urls)
    {
        var (output, error) = (Console.Out, Console.Error);
        using var written = new StringWriter();
        Console.SetOut(written);
        Console.SetError(written);
        try
        {
            return (await CommandRunner.RunAsync(SignetCommand.Create(), ["health", .. urls]), written.ToString());
        }
        finally
        {
            Console.SetOut(output);
            Console.SetError(error);
        }
    }
}
