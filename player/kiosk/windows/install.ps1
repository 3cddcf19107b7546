# 把这台 Windows 变成一块屏。以管理员身份运行，可重复运行；设置、节目和没上报的播放都留着。
# Makes this Windows a screen. Run as administrator; may be run again: settings, films and unsent plays stay.
#   .\install.ps1 -Url https://yilu.county.lan/player/ [-Spki BASE64] [-Enrol LINK] [-Ca ca.pem] [-User yilu]
param(
  [Parameter(Mandatory)][ValidatePattern('^https?://[^/]+/player/$')][string]$Url,
  [ValidatePattern('^[A-Za-z0-9+/]{43}=$')][string]$Spki,
  [string]$Enrol,
  [string]$Ca,
  [string]$User = 'yilu'
)
$ErrorActionPreference = 'Stop'
$folder = "$env:ProgramData\Yilu"
New-Item -ItemType Directory -Force $folder | Out-Null
Copy-Item -Force "$PSScriptRoot\player.ps1" $folder
@{ url = $Url; spki = $Spki; enrol = $Enrol } | ConvertTo-Json | Set-Content -Encoding UTF8 "$folder\player.json"

# The account that shows the player: no administrator.
if (-not (Get-LocalUser -Name $User -ErrorAction SilentlyContinue)) {
  New-LocalUser -Name $User -Password (Read-Host -AsSecureString "Password for $User") -PasswordNeverExpires | Out-Null
}
icacls $folder /grant "${User}:(OI)(CI)M" | Out-Null

if ($Ca) { Import-Certificate -FilePath $Ca -CertStoreLocation Cert:\LocalMachine\Root | Out-Null }

# At sign-in, for ever, started again within a minute when it ends.
$action = New-ScheduledTaskAction -Execute 'powershell.exe' -Argument "-NoProfile -ExecutionPolicy Bypass -WindowStyle Hidden -File `"$folder\player.ps1`""
$settings = New-ScheduledTaskSettingsSet -AllowStartIfOnBatteries -DontStopIfGoingOnBatteries -ExecutionTimeLimit 0 -RestartCount 999 -RestartInterval (New-TimeSpan -Minutes 1) -MultipleInstances IgnoreNew
Register-ScheduledTask -Force -TaskName 'Yilu player' -Action $action -Trigger (New-ScheduledTaskTrigger -AtLogOn -User $User) -Settings $settings -User $User | Out-Null

# The screen never goes dark, the machine never sleeps.
foreach ($what in 'monitor-timeout-ac', 'monitor-timeout-dc', 'standby-timeout-ac', 'standby-timeout-dc', 'hibernate-timeout-ac', 'hibernate-timeout-dc') { powercfg /change $what 0 }

# Updates restart it at night only; no first-use pages, no edge swipes, no error windows.
$update = 'HKLM:\SOFTWARE\Policies\Microsoft\Windows\WindowsUpdate'
New-Item -Force "$update\AU" | Out-Null
Set-ItemProperty $update -Name SetActiveHours -Value 1 -Type DWord
Set-ItemProperty $update -Name ActiveHoursStart -Value 5 -Type DWord
Set-ItemProperty $update -Name ActiveHoursEnd -Value 23 -Type DWord
Set-ItemProperty "$update\AU" -Name AUOptions -Value 4 -Type DWord
Set-ItemProperty "$update\AU" -Name ScheduledInstallTime -Value 3 -Type DWord
$edge = 'HKLM:\SOFTWARE\Policies\Microsoft\Windows\EdgeUI'
New-Item -Force $edge | Out-Null
Set-ItemProperty $edge -Name AllowEdgeSwipe -Value 0 -Type DWord
Set-ItemProperty 'HKLM:\SOFTWARE\Microsoft\Windows\Windows Error Reporting' -Name DontShowUI -Value 1 -Type DWord

Write-Host "Sign $User in once, and set automatic sign-in (see README)."
