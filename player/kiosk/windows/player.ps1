# 一路播放端：全屏打开浏览器，退出了就再开，03:30 重开一次。由计划任务在登录时启动（见 install.ps1）。
# Yilu player: opens the browser full-screen, again whenever it ends, and afresh at 03:30. Started at sign-in by the task of install.ps1.
$ErrorActionPreference = 'Continue'
$settings = Get-Content -Raw "$env:ProgramData\Yilu\player.json" | ConvertFrom-Json
$data = 'C:\ProgramData\Yilu\browser'

$browser = @(
  "${env:ProgramFiles(x86)}\Microsoft\Edge\Application\msedge.exe",
  "$env:ProgramFiles\Google\Chrome\Application\chrome.exe",
  "${env:ProgramFiles(x86)}\Google\Chrome\Application\chrome.exe"
) | Where-Object { Test-Path $_ } | Select-Object -First 1
if (-not $browser) { throw 'No Edge and no Chrome' }

$flags = @(
  '--kiosk', '--edge-kiosk-type=fullscreen', '--kiosk-idle-timeout-minutes=0',
  '--no-first-run', '--no-default-browser-check', '--noerrdialogs', '--disable-infobars',
  '--disable-session-crashed-bubble', '--hide-crash-restore-bubble', '--disable-features=Translate,msEdgeSidebarV2',
  '--disable-pinch', '--overscroll-history-navigation=0', '--deny-permission-prompts', '--disable-notifications',
  '--autoplay-policy=no-user-gesture-required', '--lang=zh-CN',
  '--disable-background-timer-throttling', '--disable-renderer-backgrounding', '--disable-backgrounding-occluded-windows', '--disable-hang-monitor',
  '--disable-background-networking', '--disable-component-update', '--disable-sync', '--disk-cache-size=33554432',
  "--user-data-dir=$data"
)
if ($settings.spki) { $flags += "--ignore-certificate-errors-spki-list=$($settings.spki)" }

$delay = 1
$used = "$env:ProgramData\Yilu\enrolled.txt"
while ($true) {
  # An enrolment link pairs once: it is opened the first time only.
  $address = $settings.url
  if ($settings.enrol -and (-not (Test-Path $used) -or (Get-Content $used) -ne $settings.enrol)) {
    $address = $settings.enrol
    Set-Content $used $settings.enrol
  }
  $started = Get-Date
  $nightly = $started.Date.AddHours(3.5)
  if ($nightly -le $started) { $nightly = $nightly.AddDays(1) }
  $process = Start-Process $browser -ArgumentList ($flags + $address) -PassThru
  while (-not $process.HasExited -and (Get-Date) -lt $nightly) { Start-Sleep -Seconds 5 }
  if (-not $process.HasExited) {
    $null = $process.CloseMainWindow()
    if (-not $process.WaitForExit(5000)) { Stop-Process -Id $process.Id -Force }
  }
  # One that ends at once again and again is left more time.
  if (((Get-Date) - $started).TotalSeconds -lt 20) { $delay = [Math]::Min($delay * 2, 30) } else { $delay = 1 }
  Start-Sleep -Seconds $delay
}
