using Microsoft.AspNetCore.Http;

namespace Signet.Gateway.Surfaces.Responses;

/// <summary>Cancels a response that is made in the background.</summary>
internal sealed class CancelResponseSurface() :
    StoredResponseSurface("openai.responses.cancel", HttpMethods.Post, "/v1/responses/{id}/cancel");
