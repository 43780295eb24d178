using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Signet.ContainerTests.Docker;
using Signet.Testing.Storage;

namespace Signet.ContainerTests;

/// <summary>A pod whose service account stands for a role: no access key, a token in a file and variables that a cluster puts there.</summary>
[Collection("Containers")]
public sealed class RoleTests(ContainerHost host)
{
    private const string Role = "arn:aws:iam::111122223333:role/signet-auditor";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Ceph takes no keys of this server's, so it ends with the question for them.</summary>
    [Fact]
    public async Task Auditor_WithoutAccessKey_AsksForOneWithItsToken()
    {
        using var files = new TemporaryDirectory();
        var identity = await ContainerHost.OwnedAsync(files.File("identity"), Token);
        await File.WriteAllTextAsync(Path.Combine(identity, "token"), "token-of-a-service-account", Token);
        var asked = new ConcurrentQueue<IFormCollection>();
        await using var service = await ServeAsync(asked);
        await using var log = await LogInBoxes.CreateAsync(host, "role", Token);
        await log.StartAuditorAsync(
            "auditor-0",
            new Dictionary<string, string>
            {
                ["AWS_ROLE_ARN"] = Role,
                ["AWS_WEB_IDENTITY_TOKEN_FILE"] = "/var/run/secrets/identity/token",
                ["AWS_REGION"] = "eu-central-1",
                ["AWS_ENDPOINT_URL_STS"] = service.Urls.Single(),
            },
            new BoxMount(identity, "/var/run/secrets/identity"),
            Token);
        await log.UntilAsync("a question for keys", () => Task.FromResult(!asked.IsEmpty), Token);
        Assert.True(asked.TryPeek(out var form));
        Assert.Equal(("AssumeRoleWithWebIdentity", Role, "token-of-a-service-account"), ($"{form["Action"]}", $"{form["RoleArn"]}", $"{form["WebIdentityToken"]}"));
    }

    private async Task<WebApplication> ServeAsync(ConcurrentQueue<IFormCollection> asked)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        var app = builder.Build();
        app.Urls.Add($"http://{host.Address}:0");
        app.MapPost("/", async (HttpContext context) =>
        {
            asked.Enqueue(await context.Request.ReadFormAsync(context.RequestAborted));
            return Results.StatusCode(StatusCodes.Status403Forbidden);
        });
        await app.StartAsync(Token);
        return app;
    }
}
