using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Autogen = Dapr.Client.Autogen.Grpc.v1;
using ServiceDescriptor = Google.Protobuf.Reflection.ServiceDescriptor;

namespace Signet.DaprSidecar;

/// <summary>
/// The server's side of <c>dapr.proto.runtime.v1.Dapr</c>, for which the package has the messages but no base class. The descriptor
/// makes server reflection know the service, which the SDK's client asks first. The server looks methods up by their names in the contract.
/// </summary>
[BindServiceMethod(typeof(DaprServiceBinding), nameof(BindService))]
internal abstract class DaprServiceBinding
{
    public static ServiceDescriptor Descriptor => Autogen.Dapr.Descriptor;

    public static void BindService(ServiceBinderBase binder, DaprServiceBinding? service)
    {
        ArgumentNullException.ThrowIfNull(binder);
        Add<Autogen.PublishEventRequest, Empty>("PublishEvent", service is null ? null : service.PublishEvent);
        Add<Autogen.BulkPublishRequest, Autogen.BulkPublishResponse>("BulkPublishEvent", service is null ? null : service.BulkPublishEvent);
        Add<Autogen.BulkPublishRequest, Autogen.BulkPublishResponse>("BulkPublishEventAlpha1", service is null ? null : service.BulkPublishEventAlpha1);
        Add<Autogen.GetMetadataRequest, Autogen.GetMetadataResponse>("GetMetadata", service is null ? null : service.GetMetadata);

        void Add<TRequest, TResponse>(string name, UnaryServerMethod<TRequest, TResponse>? method)
            where TRequest : class, IMessage<TRequest>, new()
            where TResponse : class, IMessage<TResponse>, new() => binder.AddMethod(
            new Method<TRequest, TResponse>(MethodType.Unary, Autogen.Dapr.Descriptor.FullName, name, MarshallerOf<TRequest>(), MarshallerOf<TResponse>()),
            method);
    }

    public abstract Task<Empty> PublishEvent(Autogen.PublishEventRequest request, ServerCallContext context);

    public abstract Task<Autogen.BulkPublishResponse> BulkPublishEvent(Autogen.BulkPublishRequest request, ServerCallContext context);

    public virtual Task<Autogen.BulkPublishResponse> BulkPublishEventAlpha1(Autogen.BulkPublishRequest request, ServerCallContext context) =>
        BulkPublishEvent(request, context);

    public abstract Task<Autogen.GetMetadataResponse> GetMetadata(Autogen.GetMetadataRequest request, ServerCallContext context);

    private static Marshaller<T> MarshallerOf<T>()
        where T : class, IMessage<T>, new()
    {
        var parser = new MessageParser<T>(() => new T());
        return Marshallers.Create(message => message.ToByteArray(), octets => parser.ParseFrom(octets));
    }
}
