using CsvHelper;
using UsageCluster.Actors.Companies;
using UsageCluster.Gateway.Responses;

namespace UsageCluster.Gateway.Billing;

/// <summary>Transactions as CSV: the cells are the members of the JSON answer.</summary>
internal static class TransactionCsv
{
    /// <summary>The names of the cells.</summary>
    public static readonly string[] Header =
        ["id", "type", "amount", "currency", "balanceAfter", "createdAt", "description", "reference", "companyId"];

    /// <summary>Writes the cells of a record.</summary>
    public static void Write(CsvWriter csv, CompanyTransaction row)
    {
        var transaction = row.Row.Transaction;
        CsvCells.WriteText(csv, transaction.Id);
        csv.WriteField(AdminJson.Word(transaction.Type));
        CsvCells.WriteMicro(csv, transaction.AmountMicro);
        csv.WriteField(transaction.Currency);
        CsvCells.WriteMicro(csv, row.Row.BalanceAfterMicro);
        csv.WriteField(transaction.CreatedAt.ToString());
        CsvCells.WriteText(csv, transaction.Description);
        CsvCells.WriteText(csv, transaction.Reference);
        csv.WriteField(row.CompanyId);
    }
}
