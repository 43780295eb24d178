using Grpc.Core;
using Grpc.Core.Interceptors;

namespace Signet.DaprSidecar;

/// <summary>Asks for the API token, as daprd does, but for reflection.</summary>
internal sealed class TokenInterceptor(SidecarOptions options) : Interceptor
{
    public override Task<TResponse> UnaryServerHandler<TRequest, TResponse>(
        TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation) =>
        options.ApiToken.Length == 0 || context.RequestHeaders.GetValue("dapr-api-token") == options.ApiToken
            ? continuation(request, context)
            : throw new RpcException(new Status(StatusCode.Unauthenticated, "authentication error: api token mismatch"));
}
