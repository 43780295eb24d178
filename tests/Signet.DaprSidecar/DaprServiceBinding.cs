using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Autogen = Dapr.Client.Autogen.Grpc.v1;
using ServiceDescriptor = Google.Protobuf.Reflection.ServiceDescriptor;

namespace Signet.DaprSidecar;

/// <summary>
/// The server's side of <c>dapr.proto.runtime.v1.Dapr</c>, for which the package has the messages but no base class. The descriptor
/// makes server reflection know the service, which the SDK's client asks first.
/// </summary>
[BindServiceMethod(typeof(DaprServiceBinding), nameof(BindService))]
internal abstract class DaprServiceBinding
{
    public static ServiceDescriptor Descriptor => Autogen.Dapr.Descriptor;

    public static void BindService(ServiceBinderBase binder, DaprServiceBinding? service)
    {
        ArgumentNullException.ThrowIfNull(binder);
        Add<Autogen.PublishEventRequest, Empty>("PublishEvent", service is null ? null : service.PublishEventAsync);
        Add<Autogen.BulkPublishRequest, Autogen.BulkPublishResponse>("BulkPublishEvent", service is null ? null : service.BulkPublishEventAsync);
        Add<Autogen.BulkPublishRequest, Autogen.BulkPublishResponse>("BulkPublishEventAlpha1", service is null ? null : service.BulkPublishEventAsync);
        Add<Autogen.GetMetadataRequest, Autogen.GetMetadataResponse>("GetMetadata", service is null ? null : service.GetMetadataAsync);

        void Add<TRequest, TResponse>(string name, UnaryServerMethod<TRequest, TResponse>? method)
            where TRequest : class, IMessage<TRequest>, new()
            where TResponse : class, IMessage<TResponse>, new() => binder.AddMethod(
            new Method<TRequest, TResponse>(MethodType.Unary, Autogen.Dapr.Descriptor.FullName, name, MarshallerOf<TRequest>(), MarshallerOf<TResponse>()),
            method);
    }

    public abstract Task<Empty> PublishEventAsync(Autogen.PublishEventRequest request, ServerCallContext context);

    public abstract Task<Autogen.BulkPublishResponse> BulkPublishEventAsync(Autogen.BulkPublishRequest request, ServerCallContext context);

    public abstract Task<Autogen.GetMetadataResponse> GetMetadataAsync(Autogen.GetMetadataRequest request, ServerCallContext context);

    private static Marshaller<T> MarshallerOf<T>()
        where T : class, IMessage<T>, new()
    {
        var parser = new MessageParser<T>(() => new T());
        return Marshallers.Create(message => message.ToByteArray(), octets => parser.ParseFrom(octets));
    }
}
