using System.CommandLine;
using Signet.Cli;
using Signet.Cli.Commands;

var root = new RootCommand("signet: decides whether a model's proposal may fire, and proves afterwards what it decided.")
{
    UpCommand.Create(),
    AuditCommand.Create(),
    ReceiptCommand.Create(),
    BenchCommand.Create(),
};
return await CommandRunner.RunAsync(root, args);
