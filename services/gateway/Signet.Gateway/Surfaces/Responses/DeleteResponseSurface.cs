using Microsoft.AspNetCore.Http;

namespace Signet.Gateway.Surfaces.Responses;

/// <summary>Deletes a stored response.</summary>
internal sealed class DeleteResponseSurface() :
    StoredResponseSurface("openai.responses.delete", HttpMethods.Delete, "/v1/responses/{id}");
