using System.Text;
using Microsoft.AspNetCore.Http;
using Signet.Gateway.Json;
using Signet.Gateway.Surfaces;

namespace Signet.Gateway.Tests.Surfaces;

/// <summary>Shows a surface a body that has passed preflight.</summary>
internal static class SurfaceRead
{
    public static (SurfaceRequest? Read, string Error) Of(ISurface surface, string body)
    {
        Assert.Equal(JsonFault.None, JsonTree.TryParse(Encoding.UTF8.GetBytes(body), false, out var root));
        var read = surface.ReadRequest(root, QueryCollection.Empty, out var error);
        Assert.Equal(read is null, error.Length > 0);
        return (read, error);
    }

    /// <summary>The items of a body, one a line: kind, role, index, place, text.</summary>
    public static IEnumerable<string> Items(ISurface surface, string body) =>
        Of(surface, body).Read!.Items.Select(item => $"{item.Kind} {item.Role} {item.Index} {item.Location} {item.Text}");
}
