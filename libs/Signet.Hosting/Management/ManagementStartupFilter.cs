using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace Signet.Hosting.Management;

/// <summary>Splits requests in front of the whole application by the listener that accepted them.</summary>
internal sealed class ManagementStartupFilter : IStartupFilter
{
    private readonly ManagementEndpoints _endpoints;

    public ManagementStartupFilter(IServiceProvider services)
    {
        _endpoints = new ManagementEndpoints(services);
    }

    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        IApplicationBuilder branch = app.New();
        _endpoints.Map(branch);
        RequestDelegate management = branch.Build();
        app.Use(application => context =>
            context.Features.Get<ManagementConnection>() is null ? application(context) : management(context));
        next(app);
    };
}
