using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace Signet.Auditor.Intake;

/// <summary>The app API token that whoever sends to the auditor has to show.</summary>
internal sealed class ApiToken(AuditorOptions options)
{
    private const string Header = "dapr-api-token";

    private readonly byte[] _token = SHA256.HashData(Encoding.ASCII.GetBytes(options.CommitToken ?? ""));

    /// <summary>Digests are compared, so that neither the content nor the length of the token shows in the time.</summary>
    public bool IsShownBy(HttpRequest request) =>
        options.CommitToken is not null && request.Headers[Header] is [{ } shown] &&
        CryptographicOperations.FixedTimeEquals(SHA256.HashData(Encoding.UTF8.GetBytes(shown)), _token);

    /// <summary>Lets a request through only with the token.</summary>
    public async ValueTask<object?> RequireAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next) =>
        IsShownBy(context.HttpContext.Request)
            ? await next(context).ConfigureAwait(false)
            : Results.StatusCode(StatusCodes.Status401Unauthorized);
}
