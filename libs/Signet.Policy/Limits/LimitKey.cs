using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using Signet.Policy.Owners;
using Signet.Policy.Pipeline;

namespace Signet.Policy.Limits;

/// <summary>Whose limit it is.</summary>
/// <param name="OwnerType">The kind of owner; unresolved where the owner doesn't count.</param>
/// <param name="OwnerId">The owner's id, or empty.</param>
/// <param name="Model">The model, or empty.</param>
/// <param name="Source">The address, or 0. Of IPv6 the first 64 bits, since whoever has one address has that many.</param>
internal readonly record struct LimitKey(OwnerType OwnerType, string OwnerId, string Model, UInt128 Source)
{
    /// <summary>A longer name is cut, so that no caller fills the memory with names.</summary>
    private const int MaxModel = 128;

    private const int AddressOctets = 16;

    internal static LimitKey Of(RequestContext request, LimitScope scope)
    {
        bool byOwner = scope.HasFlag(LimitScope.Owner);
        bool bySource = scope.HasFlag(LimitScope.Source) || (byOwner && !request.Owner.IsResolved);
        string model = scope.HasFlag(LimitScope.Model) ? request.Model ?? "" : "";
        return new LimitKey(
            byOwner ? request.Owner.Type : OwnerType.Unresolved,
            byOwner ? request.Owner.Id : "",
            model.Length <= MaxModel ? model : model[..MaxModel],
            bySource ? NetworkOf(request.Source) : 0);
    }

    private static UInt128 NetworkOf(IPAddress? source)
    {
        Span<byte> octets = stackalloc byte[AddressOctets];
        if (source is null || !source.TryWriteBytes(octets, out int written))
        {
            return 0;
        }

        if (source.AddressFamily == AddressFamily.InterNetwork || source.IsIPv4MappedToIPv6)
        {
            // Where no network that IPv6 routes has its first half, so that the two families never meet.
            return new UInt128(ulong.MaxValue, BinaryPrimitives.ReadUInt32BigEndian(octets[(written - sizeof(uint))..written]));
        }

        return new UInt128(BinaryPrimitives.ReadUInt64BigEndian(octets), 1);
    }
}
