using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Console;
using Microsoft.Extensions.Options;
using Xunit;

namespace Signet.Hosting.Tests;

public sealed class LogFormatTests
{
    [Theory]
    [InlineData(null, ConsoleFormatterNames.Simple)]
    [InlineData("", ConsoleFormatterNames.Simple)]
    [InlineData("text", ConsoleFormatterNames.Simple)]
    [InlineData("json", ConsoleFormatterNames.Json)]
    public void AddSignetDefaults_LogFormat_ChoosesTheFormatter(string? format, string formatter)
    {
        var builder = Builder(format);
        builder.AddSignetDefaults("tested");
        using var services = builder.Services.BuildServiceProvider();
        Assert.Equal(formatter, services.GetRequiredService<IOptions<ConsoleLoggerOptions>>().Value.FormatterName);
    }

    [Fact]
    public void AddSignetDefaults_UnknownLogFormat_IsRefused()
    {
        var builder = Builder("xml");
        var refusal = Assert.Throws<InvalidOperationException>(() => builder.AddSignetDefaults("tested"));
        Assert.Equal("The setting LogFormat is \"text\" or \"json\".", refusal.Message);
    }

    [Theory]
    [InlineData("text")]
    [InlineData("json")]
    public void AddSignetDefaults_AnyFormat_LeavesScopesOut(string format)
    {
        // The web server's hold request paths, which callers write.
        var builder = Builder(format);
        builder.AddSignetDefaults("tested");
        using var services = builder.Services.BuildServiceProvider();
        Assert.False(services.GetRequiredService<IOptionsMonitor<SimpleConsoleFormatterOptions>>().CurrentValue.IncludeScopes);
        Assert.False(services.GetRequiredService<IOptionsMonitor<JsonConsoleFormatterOptions>>().CurrentValue.IncludeScopes);
    }

    private static WebApplicationBuilder Builder(string? format)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Configuration["LogFormat"] = format;
        return builder;
    }
}
