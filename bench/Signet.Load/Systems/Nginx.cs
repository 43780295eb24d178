using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Signet.Load.Scenarios;

namespace Signet.Load.Systems;

/// <summary>nginx as a reverse proxy, where it is installed.</summary>
internal static class Nginx
{
    private static readonly string[] Places = ["/usr/sbin/nginx", "/usr/local/sbin/nginx", "/usr/bin/nginx", "/usr/local/bin/nginx"];

    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(20);

    /// <summary>Null where there is no nginx.</summary>
    public static async Task<SystemUnderTest?> StartAsync(IPEndPoint upstream, string folder)
    {
        if (Array.Find(Places, File.Exists) is not { } executable)
        {
            return null;
        }

        var address = new IPEndPoint(IPAddress.Loopback, FreePort());
        var configuration = Path.Combine(folder, "nginx.conf");
        await File.WriteAllTextAsync(configuration, Configuration(address, upstream, folder));
        var process = Process.Start(executable, ["-c", configuration, "-p", folder, "-e", Path.Combine(folder, "nginx.log")]);
        while (!await ListensAsync(address))
        {
            if (process.HasExited)
            {
                throw new InvalidOperationException("nginx did not start: " + await File.ReadAllTextAsync(Path.Combine(folder, "nginx.log")));
            }

            await Task.Delay(Poll);
        }

        return SystemUnderTest.Of(SystemNames.Nginx, process, address);
    }

    private static string Configuration(IPEndPoint address, IPEndPoint upstream, string folder) => $$"""
        daemon off;
        worker_processes auto;
        pid {{folder}}/nginx.pid;
        error_log {{folder}}/nginx.log;
        events { worker_connections 1024; }
        http {
          access_log off;
          client_body_temp_path {{folder}}/nginx-body;
          proxy_temp_path {{folder}}/nginx-proxy;
          fastcgi_temp_path {{folder}}/nginx-fastcgi;
          uwsgi_temp_path {{folder}}/nginx-uwsgi;
          scgi_temp_path {{folder}}/nginx-scgi;
          keepalive_requests 1000000000;
          upstream model {
            server {{upstream}};
            keepalive 256;
            keepalive_requests 1000000000;
          }
          server {
            listen {{address}};
            location / {
              proxy_pass http://model;
              proxy_http_version 1.1;
              proxy_set_header Connection "";
              proxy_buffering off;
            }
          }
        }
        """;

    private static async Task<bool> ListensAsync(IPEndPoint address)
    {
        try
        {
            using var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
            await socket.ConnectAsync(address);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
