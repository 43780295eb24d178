using Microsoft.AspNetCore.Http;

namespace Signet.Gateway.Surfaces.Responses;

/// <summary>The items that a stored response was made from. Calls among them are judged: one that was withheld may stand there.</summary>
internal sealed class InputItemsSurface() : StoredResponseSurface(
    "openai.responses.input_items", HttpMethods.Get, "/v1/responses/{id}/input_items",
    "after", "before", "include", "include[]", "limit", "order");
